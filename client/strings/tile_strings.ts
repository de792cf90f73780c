/**
 * Texts of tiles without a connection, which are loaded with it in all
 * languages: the server may be away when they are needed.
 *
 * @module
 */
import type { Language } from "./language.ts";
import type { TileStrings } from "./tile_string_keys.ts";

/** All languages. */
export const TILE_STRINGS: Readonly<Record<Language, TileStrings>> = {
  en: {
    noAnswer: "{name} isn't responding yet. Still trying…",
    noRelay:
      "Couldn't connect to {name}. Your networks block direct calls, and this server has no relay.",
    ownNetworkBlocks:
      "Couldn't connect to {name}. Your network blocks calls. Try another network.",
    theirNetworkBlocks:
      "Couldn't connect to {name}. Their network blocks calls.",
    noPath: "Couldn't connect to {name}. Still trying…",
    unproven:
      "{name} joined without the key of this link, so it can't be checked who is on the line. Nothing is sent until you connect.",
    wrongKey:
      "{name}'s link has a different key, so the connection was refused. Ask them to open the same link.",
    forged:
      "The connection to {name} was changed on its way, so it was refused. Someone may be trying to listen in.",
    keyHolder:
      "{name} has to allow the connection, because your link has no key. Ask for the complete link.",
    connectAnyway: "Connect anyway",
  },
  ko: {
    noAnswer: "{name} 님이 아직 응답하지 않아요. 계속 시도하고 있어요…",
    noRelay:
      "{name} 님과 연결하지 못했어요. 네트워크에서 직접 연결이 차단되어 있고, 이 서버에는 중계 기능이 없어요.",
    ownNetworkBlocks:
      "{name} 님과 연결하지 못했어요. 지금 쓰는 네트워크에서 통화가 차단되어 있어요. 다른 네트워크를 써 보세요.",
    theirNetworkBlocks:
      "{name} 님과 연결하지 못했어요. 상대방의 네트워크에서 통화가 차단되어 있어요.",
    noPath: "{name} 님과 연결하지 못했어요. 계속 시도하고 있어요…",
    unproven:
      "{name} 님이 이 링크의 키 없이 들어와서 누구인지 확인할 수 없어요. 연결하기 전에는 아무것도 보내지 않아요.",
    wrongKey:
      "{name} 님의 링크는 키가 달라서 연결하지 않았어요. 같은 링크로 다시 들어오도록 알려 주세요.",
    forged:
      "{name} 님과의 연결 정보가 도중에 바뀌어서 연결하지 않았어요. 누군가 엿들으려 하는 것일 수 있어요.",
    keyHolder:
      "내 링크에 키가 없어서 {name} 님이 연결을 허용해야 해요. 전체 링크를 다시 받아 주세요.",
    connectAnyway: "그래도 연결",
  },
};
