/**
 * Addresses and networks as they are written out; no name is looked up here.
 * Shared by what calls out and what is called.
 */
@NullMarked
package dev.orchestrator.adapters.net;

import org.jspecify.annotations.NullMarked;
