/**
 * Loads the verification by voice when someone asks for it.
 *
 * @module
 */
import type { ChannelHandler } from "../peer/channel_multiplexer.ts";
import type {
  VoiceVerification,
  VoiceVerificationOptions,
} from "../trust/voice_verification.ts";

/** Options without what is loaded too. */
export interface VoiceVerificationLoaderOptions
  extends Omit<VoiceVerificationOptions, "crypto" | "readFingerprints"> {
  /** Connection to a member; null while there is none. */
  readonly pcOf: (id: string) => RTCPeerConnection | null;
}

/** Verification that is loaded once. */
export class VoiceVerificationLoader implements ChannelHandler {
  readonly maxChars = 256;
  readonly #options: VoiceVerificationLoaderOptions;
  #verification: Promise<VoiceVerification> | null = null;

  constructor(options: VoiceVerificationLoaderOptions) {
    this.#options = options;
  }

  receive(id: string, message: unknown): void {
    this.#use((verification) => verification.receive(id, message));
  }

  onChannelOpen(id: string): void {
    if (this.#verification) this.#use((it) => it.onChannelOpen(id));
  }

  /** Makes a code with a member. */
  start(id: string): void {
    this.#use((verification) => verification.start(id));
  }

  /** The person has compared the codes. */
  confirm(id: string, isSame: boolean): void {
    this.#use((verification) => verification.confirm(id, isSame));
  }

  #use(run: (verification: VoiceVerification) => unknown): void {
    this.#verification ??= this.#load();
    this.#verification.then(run, () => this.#verification = null);
  }

  async #load(): Promise<VoiceVerification> {
    const [{ VoiceVerification }, { readDtlsFingerprints }] = await Promise.all(
      [
        import("../trust/voice_verification.ts"),
        import("../trust/dtls_fingerprints.ts"),
      ],
    );
    const { pcOf } = this.#options;
    return new VoiceVerification({
      ...this.#options,
      crypto,
      readFingerprints: async (id) => {
        const pc = pcOf(id);
        return pc && await readDtlsFingerprints(pc, crypto.subtle);
      },
    });
  }
}
