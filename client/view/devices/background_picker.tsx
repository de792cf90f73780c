/**
 * Choice of the background: no effect, blur, pictures, and the person's own
 * picture.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  BACKGROUND_EFFECTS,
  type BackgroundEffect,
  BUILT_IN_PICTURES,
} from "../../engine/media/processing/background_effect.ts";
import { canDrawBackgrounds } from "../../engine/media/processing/background_support.ts";
import { drawPicture } from "../../engine/media/processing/draw_picture.ts";
import {
  BACKGROUND_STRINGS,
  type BackgroundStrings,
} from "../../strings/background_strings.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { isSelfViewMirrored } from "../context/self_view.ts";
import { Button } from "../ui/button.tsx";
import { Video } from "../ui/media_elements.tsx";
import backgroundStyle from "./background_picker.css" with { type: "text" };
import type { BackgroundProps } from "./background_props.ts";

/** Style of the choice. */
export const BACKGROUND_STYLE = backgroundStyle;

/** Size of a drawn thumbnail in pixels. */
const THUMBNAIL = { width: 192, height: 108 } as const;

/** The choice, with the own camera where it is not beside it. */
export function BackgroundPicker(
  { state, actions, hasPreview }: BackgroundProps,
): JSX.Element {
  const strings = BACKGROUND_STRINGS[useI18n().language];
  const own = useOwnPicture(actions);
  const [isSupported] = useState(canDrawBackgrounds);
  const { effect, isStarting } = state.processing.background;
  const { preview, camera } = state.media;
  const name = useId();
  const shown = BACKGROUND_EFFECTS.filter((effect) =>
    effect !== "own" || own.url !== null
  );
  return (
    <div class="backgrounds" data-testid="backgrounds">
      {hasPreview && <Preview state={state} />}
      {!isSupported && <p class="switch-hint">{strings.unsupported}</p>}
      <fieldset class="background-choices">
        <legend class="visually-hidden">{useText()("background")}</legend>
        {shown.map((choice) => (
          <label key={choice} class="background-choice">
            <input
              type="radio"
              name={name}
              data-testid={`background-${choice}`}
              checked={choice === effect}
              onChange={() => actions.setBackground(choice)}
            />
            <Thumbnail effect={choice} ownUrl={own.url} />
            <span>{strings.effects[choice]}</span>
          </label>
        ))}
      </fieldset>
      <OwnPictureButtons own={own} strings={strings} />
      <p class="switch-hint" role="status" data-testid="background-status">
        {statusOf(strings, {
          isStarting: isStarting && camera.isOn,
          isRefused: own.isRefused,
          hasCamera: preview !== null || camera.isOn || camera.isStarting,
        })}
      </p>
    </div>
  );
}

function statusOf(
  strings: BackgroundStrings,
  { isStarting, isRefused, hasCamera }: {
    readonly isStarting: boolean;
    readonly isRefused: boolean;
    readonly hasCamera: boolean;
  },
): string {
  if (isRefused) return strings.notAPicture;
  if (!hasCamera) return strings.cameraOff;
  return isStarting ? strings.starting : "";
}

function Preview(
  { state }: Pick<BackgroundProps, "state">,
): JSX.Element | null {
  const { preview } = state.media;
  const text = useText();
  if (preview === null) return null;
  return (
    <div class="background-preview">
      <Video
        stream={preview}
        isMirrored={isSelfViewMirrored(state)}
        label={text("preview")}
      />
    </div>
  );
}

function Thumbnail(
  { effect, ownUrl }: {
    readonly effect: BackgroundEffect;
    readonly ownUrl: string | null;
  },
): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  const picture = BUILT_IN_PICTURES.find((name) => name === effect);
  useEffect(() => {
    const context = ref.current?.getContext("2d");
    if (context && picture) drawPicture(context, picture, THUMBNAIL);
  }, [picture]);
  if (picture) return <canvas ref={ref} {...THUMBNAIL} />;
  if (effect === "own" && ownUrl) return <img src={ownUrl} alt="" />;
  return <span class={`background-plain is-${effect}`} />;
}

/** The kept picture and what can be done with it. */
interface OwnPicture {
  readonly url: string | null;
  /** True after a file that is not a picture. */
  readonly isRefused: boolean;
  readonly keep: (file: Blob) => void;
  readonly remove: () => void;
}

function useOwnPicture(actions: Actions): OwnPicture {
  const [url, setUrl] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const show = async () => {
    const picture = await actions.readOwnPicture();
    setUrl(picture && URL.createObjectURL(picture));
  };
  useEffect(() => void show(), []);
  useEffect(() => () => {
    if (url) URL.revokeObjectURL(url);
  }, [url]);
  return {
    url,
    isRefused,
    keep: (file) => {
      void actions.keepOwnPicture(file).then((isKept) => {
        setRefused(!isKept);
        if (isKept) void show();
      });
    },
    remove: () => {
      actions.deleteOwnPicture();
      setUrl(null);
    },
  };
}

function OwnPictureButtons(
  { own, strings }: {
    readonly own: OwnPicture;
    readonly strings: BackgroundStrings;
  },
): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="background-own">
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        data-testid="background-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) own.keep(file);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <Button
        size="small"
        variant="quiet"
        testId="background-add"
        onClick={() => input.current?.click()}
      >
        {own.url ? strings.replacePicture : strings.choosePicture}
      </Button>
      {own.url && (
        <Button
          size="small"
          variant="quiet"
          testId="background-delete"
          onClick={own.remove}
        >
          {strings.deletePicture}
        </Button>
      )}
      <p class="switch-hint">{strings.pictureHint}</p>
    </div>
  );
}
