/**
 * All buttons of the page: with a text, as a round icon, or with a look that
 * the CSS of a view defines.
 *
 * @module
 */
import type { ButtonHTMLAttributes, ComponentChildren, JSX } from "preact";
import { classNames } from "./class_names.ts";
import { Icon, type IconName } from "./icon.tsx";

/** Look of a button; "bare" has none but the caller's CSS class. */
export type ButtonVariant =
  | "outlined"
  | "primary"
  | "quiet"
  | "danger"
  | "bare";

interface ButtonLook {
  readonly variant?: ButtonVariant;
  readonly size?: "small" | "medium" | "large";
  readonly class?: string;
}

interface ButtonContent {
  /** Drawn before the text. */
  readonly icon?: IconName | undefined;
  /** Value of `data-testid`. */
  readonly testId?: string;
  readonly children?: ComponentChildren;
}

type OwnProps = ButtonLook & ButtonContent;

/** Attributes of a `<button>`, its look and its content. */
export type ButtonProps =
  & Omit<ButtonHTMLAttributes, keyof OwnProps | "className">
  & OwnProps;

/** A button; of type "button" unless the caller says "submit". */
export function Button(
  {
    variant,
    size,
    class: ownClass,
    icon,
    testId,
    children,
    ...attributes
  }: ButtonProps,
): JSX.Element {
  return (
    <button
      type="button"
      class={buttonClass({ variant, size, class: ownClass })}
      data-testid={testId}
      {...attributes}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Target, look and content of a link. */
export type ButtonLinkProps = OwnProps & {
  readonly href: string;
  readonly target?: string;
  readonly rel?: string;
  /** Suggested file name; makes the link a download. */
  readonly download?: string;
  readonly "aria-label"?: string;
};

/** A link that looks like a button. */
export function ButtonLink(
  { variant, size, class: ownClass, icon, testId, children, ...attributes }:
    ButtonLinkProps,
): JSX.Element {
  return (
    <a
      class={buttonClass({ variant, size, class: ownClass })}
      data-testid={testId}
      {...attributes}
    >
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

/** Attributes of a `<button>` with an icon instead of a text. */
export type IconButtonProps =
  & Omit<ButtonProps, "variant" | "size" | "icon" | "label">
  & {
    readonly icon: IconName;
    /** Accessible name, and the tooltip. */
    readonly label: string;
    readonly variant?: "round" | "plain" | "bare";
  };

/** An icon with an accessible name; `children` lie above it, such as a badge. */
export function IconButton(
  { label, variant = "round", class: ownClass, ...props }: IconButtonProps,
): JSX.Element {
  return (
    <Button
      variant="bare"
      class={classNames(
        variant !== "bare" && "round",
        variant === "plain" && "is-plain",
        props["aria-expanded"] === true && "is-open",
        ownClass,
      )}
      aria-label={label}
      title={label}
      {...props}
    />
  );
}

function buttonClass(
  { variant = "outlined", size = "medium", class: ownClass }: {
    readonly [Name in keyof ButtonLook]: ButtonLook[Name] | undefined;
  },
): string {
  if (variant === "bare") return ownClass ?? "";
  return classNames(
    "button",
    variant !== "outlined" && `is-${variant}`,
    size !== "medium" && `is-${size}`,
    ownClass,
  );
}
