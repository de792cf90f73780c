import { assertEquals } from "@std/assert";
import { cleanFileName } from "../../../../../client/engine/files/file_name.ts";
import { MAX_FILE_NAME_CHARS } from "../../../../../client/engine/files/file_limits.ts";

Deno.test.each([
  { name: "photo.jpg", clean: "photo.jpg" },
  { name: "회의록 1.pdf", clean: "회의록 1.pdf" },
  { name: "../../etc/passwd", clean: "passwd" },
  { name: "C:\\Windows\\evil.exe", clean: "evil.exe" },
  { name: "photo\u202Egpj.exe", clean: "photogpj.exe" },
  { name: "a\u0000b\nc.txt", clean: "abc.txt" },
  {
    name: 'a<b>:"|?*.txt',
    clean: "a_b_______.txt".replace("_______", "______"),
  },
  { name: ".bashrc", clean: ".bashrc" },
  { name: "👨‍👩‍👧‍👦 가족.png", clean: "👨‍👩‍👧‍👦 가족.png" },
  { name: "\u200b\ufeff", clean: "file" },
  { name: "a\u200bb.txt", clean: "ab.txt" },
  { name: "ملف.pdf", clean: "ملف.pdf" },
  { name: "  a  .txt. ", clean: "a .txt" },
  { name: "..", clean: "file" },
  { name: "", clean: "file" },
  { name: "folder/", clean: "file" },
])("cleanFileName() makes $clean of $name", ({ name, clean }) => {
  assertEquals(cleanFileName(name), clean);
});

Deno.test("cleanFileName() cuts a long name and keeps its extension", () => {
  const clean = cleanFileName(`${"a".repeat(300)}.tar`);
  assertEquals(clean.length, MAX_FILE_NAME_CHARS);
  assertEquals(clean.endsWith("a.tar"), true);
  assertEquals(cleanFileName("b".repeat(300)).length, MAX_FILE_NAME_CHARS);
});

Deno.test("cleanFileName() does not cut a surrogate pair", () => {
  const clean = cleanFileName(`a${"🎉".repeat(150)}.png`);
  assertEquals(clean.isWellFormed(), true);
});

Deno.test("cleanFileName() cuts no joined emoji", () => {
  const family = "👨‍👩‍👧‍👦";
  const clean = cleanFileName(`${family.repeat(50)}.png`);
  assertEquals(clean.replaceAll(family, ""), ".png");
});
