/**
 * A session description with what each line is for.
 *
 * @module
 */
import type { JSX } from "preact";
import { explainSdp, type SdpSection } from "../../engine/trace/sdp_lines.ts";
import { useText } from "../context/i18n.ts";
import { SDP_KEYS } from "./trace_text.ts";

/** A description, a part at a time. */
export function SdpView(
  { title, sdp }: { readonly title: string; readonly sdp: string },
): JSX.Element {
  return (
    <section class="sdp" data-testid="sdp">
      <h3>{title}</h3>
      {explainSdp(sdp).map((section, index) => (
        <SdpPart
          key={`${index} ${section.name}`}
          section={section}
          isOpen={index < 2}
        />
      ))}
    </section>
  );
}

function SdpPart(
  { section, isOpen }: {
    readonly section: SdpSection;
    readonly isOpen: boolean;
  },
): JSX.Element {
  const text = useText();
  const { name, lines } = section;
  return (
    <details class="sdp-part" open={isOpen}>
      <summary>
        {name === "session" ? text("sdpSession") : text("sdpPart", { name })}
      </summary>
      <dl>
        {lines.map(({ text: line, kind }, index) => (
          <div key={index} class="sdp-line">
            <dt translate={false}>
              <code>{line}</code>
            </dt>
            {/* Lines of a kind follow each other: one explanation is enough. */}
            {lines[index - 1]?.kind !== kind && <dd>{text(SDP_KEYS[kind])}</dd>}
          </div>
        ))}
      </dl>
    </details>
  );
}
