/**
 * The client commands of the same jar: submit, watch, cancel and the like.
 * They talk HTTP to a server and open no port.
 */
@NullMarked
package dev.orchestrator.adapters.in.cli;

import org.jspecify.annotations.NullMarked;
