/**
 * Pictures of the code that is compared by voice, and their names. The order is
 * part of the protocol: both sides show the same pictures.
 *
 * @module
 */
import type { Language } from "./language.ts";

/** A picture with its name in each language. */
export type CodePicture =
  & { readonly emoji: string }
  & Readonly<Record<Language, string>>;

/** All pictures, by number. */
export const CODE_PICTURES: readonly CodePicture[] = [
  { emoji: "🐶", en: "dog", ko: "개" },
  { emoji: "🐱", en: "cat", ko: "고양이" },
  { emoji: "🐮", en: "cow", ko: "소" },
  { emoji: "🐷", en: "pig", ko: "돼지" },
  { emoji: "🐸", en: "frog", ko: "개구리" },
  { emoji: "🐔", en: "chicken", ko: "닭" },
  { emoji: "🐟", en: "fish", ko: "물고기" },
  { emoji: "🐢", en: "turtle", ko: "거북이" },
  { emoji: "🦋", en: "butterfly", ko: "나비" },
  { emoji: "🐘", en: "elephant", ko: "코끼리" },
  { emoji: "🌲", en: "tree", ko: "나무" },
  { emoji: "🌵", en: "cactus", ko: "선인장" },
  { emoji: "🌹", en: "rose", ko: "장미" },
  { emoji: "🍄", en: "mushroom", ko: "버섯" },
  { emoji: "🌙", en: "moon", ko: "달" },
  { emoji: "⭐", en: "star", ko: "별" },
  { emoji: "☀️", en: "sun", ko: "해" },
  { emoji: "🔥", en: "fire", ko: "불" },
  { emoji: "🍎", en: "apple", ko: "사과" },
  { emoji: "🍌", en: "banana", ko: "바나나" },
  { emoji: "🍇", en: "grapes", ko: "포도" },
  { emoji: "🍞", en: "bread", ko: "빵" },
  { emoji: "🥚", en: "egg", ko: "달걀" },
  { emoji: "☕", en: "coffee", ko: "커피" },
  { emoji: "🚗", en: "car", ko: "자동차" },
  { emoji: "🚲", en: "bicycle", ko: "자전거" },
  { emoji: "✈️", en: "airplane", ko: "비행기" },
  { emoji: "⛵", en: "sailboat", ko: "돛단배" },
  { emoji: "🏠", en: "house", ko: "집" },
  { emoji: "🔑", en: "key", ko: "열쇠" },
  { emoji: "☂️", en: "umbrella", ko: "우산" },
  { emoji: "🎸", en: "guitar", ko: "기타" },
];
