/** The samples in payloads/ and the documents that quote definitions: what they say must be true. */
@NullMarked
package dev.orchestrator.samples;

import org.jspecify.annotations.NullMarked;
