/**
 * The X.509 library, with the polyfill that it wants to find before itself.
 *
 * @module
 */
import "reflect-metadata";

export * as x509 from "@peculiar/x509";
