/**
 * The X.509 library, after the polyfill that it needs to be loaded first.
 *
 * @module
 */
import "reflect-metadata";

export * as x509 from "@peculiar/x509";
