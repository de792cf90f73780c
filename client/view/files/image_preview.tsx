/**
 * Preview of a received image. Its address has no image type, so the browser
 * decides by the content, and it takes only images of pixels that way. It is
 * drawn only after its dimensions are known, since few bytes can have many
 * pixels.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { MAX_PREVIEW_PIXELS } from "../../engine/files/previewable_image.ts";
import { useText } from "../context/i18n.ts";

/** Dimensions in pixels, once they are known. */
type Dimensions =
  | { readonly width: number; readonly height: number }
  | "loading"
  | "refused";

/** The image, or a sentence. */
export function ImagePreview(
  { url, fileName }: { readonly url: string; readonly fileName: string },
): JSX.Element | null {
  const text = useText();
  const dimensions = useDimensions(url);
  if (dimensions === "loading") return null;
  if (dimensions === "refused") {
    return <p class="file-no-preview">{text("noPreview")}</p>;
  }
  return (
    <img
      class="file-preview"
      data-testid="file-preview"
      src={url}
      alt={text("previewOf", { file: fileName })}
      width={dimensions.width}
      height={dimensions.height}
      decoding="async"
    />
  );
}

/** Reads the head of the image; browsers decode its pixels when they draw it. */
function useDimensions(url: string): Dimensions {
  const [dimensions, setDimensions] = useState<Dimensions>("loading");
  useEffect(() => {
    const image = new Image();
    image.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = image;
      const isShown = width > 0 && width * height <= MAX_PREVIEW_PIXELS;
      setDimensions(isShown ? { width, height } : "refused");
    };
    image.onerror = () => setDimensions("refused");
    image.src = url;
    return () => {
      image.onload = image.onerror = null;
    };
  }, [url]);
  return dimensions;
}
