/**
 * Texts of the background settings, which are loaded with them.
 *
 * @module
 */
import type { BackgroundEffect } from "../engine/media/processing/background_effect.ts";
import type { Language } from "./language.ts";

/** Texts of the settings in one language. */
export interface BackgroundStrings {
  readonly effects: Readonly<Record<BackgroundEffect, string>>;
  readonly starting: string;
  readonly cameraOff: string;
  readonly unsupported: string;
  readonly choosePicture: string;
  readonly replacePicture: string;
  readonly deletePicture: string;
  readonly pictureHint: string;
  readonly notAPicture: string;
}

/** All languages. */
export const BACKGROUND_STRINGS: Readonly<Record<Language, BackgroundStrings>> =
  {
    en: {
      effects: {
        none: "No effect",
        blur: "Blur",
        dawn: "Sunrise",
        sea: "Beach",
        forest: "Forest",
        room: "Living room",
        night: "City at night",
        own: "My picture",
      },
      starting: "Starting the background effect…",
      cameraOff: "Turn on your camera to see the background.",
      unsupported:
        "This browser can't replace the background. Try Chrome, Edge or Firefox.",
      choosePicture: "Add your own picture",
      replacePicture: "Change picture",
      deletePicture: "Delete picture",
      pictureHint: "Your picture is saved only in this browser.",
      notAPicture: "This file can't be used. Choose a JPEG, PNG or WebP image.",
    },
    ko: {
      effects: {
        none: "효과 없음",
        blur: "흐리게",
        dawn: "해돋이",
        sea: "바닷가",
        forest: "숲",
        room: "거실",
        night: "도시 야경",
        own: "내 사진",
      },
      starting: "배경 효과를 시작하고 있어요…",
      cameraOff: "카메라를 켜면 배경을 볼 수 있어요.",
      unsupported:
        "이 브라우저에서는 배경을 바꿀 수 없어요. Chrome, Edge, Firefox를 써 보세요.",
      choosePicture: "내 사진 추가하기",
      replacePicture: "사진 바꾸기",
      deletePicture: "사진 삭제하기",
      pictureHint: "사진은 이 브라우저에만 저장돼요.",
      notAPicture:
        "이 파일은 쓸 수 없어요. JPEG, PNG, WebP 이미지를 골라 주세요.",
    },
  };
