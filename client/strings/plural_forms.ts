/**
 * Texts that depend on a count.
 *
 * @module
 */

/** Forms of a text for the plural categories that its language has. */
export type PluralForms =
  & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
  & { readonly other: string };
