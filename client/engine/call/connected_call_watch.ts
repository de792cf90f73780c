/**
 * What a call needs while members are connected, in a file that is loaded then:
 * who speaks, with a raised hand or muted, how good the connections are, whether
 * the pictures move, and whether a network that went away is back.
 *
 * @module
 */
import { CallAssessment } from "../quality/call_assessment.ts";
import { ActiveSpeakerDetector } from "../media/active_speakers.ts";
import { MutedSpeechDetector } from "../media/muted_speech.ts";
import { ReceivedAudioLevels } from "../peer/received_audio_level.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import type { Call, CallWatch } from "./call.ts";
import type { Store } from "../store.ts";
import type { CallPlatform } from "./call_platform.ts";
import type { CallState } from "./call_state.ts";
import { CutOffProbe } from "./cut_off_probe.ts";
import { NetworkReturn } from "./network_return.ts";
import {
  PictureMonitor,
  type PictureMonitorOptions,
} from "./picture_monitor.ts";
import type { RemoteMember } from "./remote_member.ts";
import { SpokenHand } from "./spoken_hand.ts";

/** Dependencies of {@linkcode ConnectedCallWatch}. */
export interface ConnectedCallWatchOptions
  extends
    Pick<CallPlatform, "clock" | "fetchHealth">,
    Pick<PictureMonitorOptions, "paintedFrames"> {
  readonly call: Call;
  readonly store: Store<CallState>;
}

/** Watch of one call. */
export class ConnectedCallWatch implements CallWatch {
  readonly assessment: CallAssessment;
  readonly #options: ConnectedCallWatchOptions;
  readonly #spokenHand = new SpokenHand();
  readonly #speakers: ActiveSpeakerDetector;
  readonly #mutedSpeech: MutedSpeechDetector;
  readonly #probe: CutOffProbe;
  readonly #pictures: PictureMonitor;
  #lostCount = 0;

  constructor(options: ConnectedCallWatchOptions) {
    this.#options = options;
    const { call, clock } = options;
    this.assessment = new CallAssessment(
      () => call.notices.post("beyond-capacity"),
    );
    const verify = () => call.verifySignaling();
    const levels = new ReceivedAudioLevels(() => clock.nowMs());
    const { speakerLevels } = call;
    this.#speakers = new ActiveSpeakerDetector({
      ...speakerLevels,
      levels: () => levels.read(speakerLevels.receivers()),
    });
    this.#mutedSpeech = new MutedSpeechDetector(call.mutedSpeech);
    this.#probe = new CutOffProbe({
      ...options,
      networkReturn: new NetworkReturn({
        clock,
        makePc: () => call.makeGatheringPc(),
        onReachable: () => this.#probe.onNetworkReturn(),
      }),
      onReachable: verify,
      onRetry: verify,
    });
    this.#pictures = new PictureMonitor({
      ...options,
      requestKeyFrame: (id) => call.requestKeyFrame(id),
      replaceConnection: (id) => call.replaceConnection(id),
    });
  }

  get isNetworkWatched(): boolean {
    return this.#probe.canGather;
  }

  start(): void {
    this.#speakers.start();
    this.#mutedSpeech.start();
  }

  stop(): void {
    this.#speakers.stop();
    this.#mutedSpeech.stop();
    this.#probe.stop();
  }

  update(isCutOff: boolean): void {
    const { store, call, clock } = this.#options;
    const { remoteMembers, activeSpeakers, hands, room } = store.get();
    this.#probe.update(isCutOff);
    this.#verifyAfterLoss(remoteMembers);
    this.#pictures.retainMembers(new Set(remoteMembers.map(({ id }) => id)));
    const isDone = this.#spokenHand.update(
      hands.includes(room.selfId),
      activeSpeakers.includes(null),
      clock.nowMs(),
    );
    if (isDone) call.hands.setRaised(false);
  }

  onMutedTrackChange(): void {
    this.#mutedSpeech.onTrackChange();
  }

  addReading(peerId: string, snapshot: StatsSnapshot): void {
    this.#pictures.addReading(peerId, snapshot);
  }

  /**
   * Checks the connection to the server when one to a member is lost: on a busy
   * device the browser may notice that long before its silence counts.
   */
  #verifyAfterLoss(members: readonly RemoteMember[]): void {
    const { length } = members.filter(({ status }) =>
      status.kind === "reconnecting"
    );
    if (length > this.#lostCount) this.#options.call.verifySignaling();
    this.#lostCount = length;
  }
}
