/**
 * The use cases: load, decide, append, apply the effects, and try again when a race was lost.
 * Knows the outside only through the ports.
 *
 * <p>Beside that way stand those that change no execution: {@link dev.orchestrator.application.Explainer} and
 * {@link dev.orchestrator.application.LetterInquiry} read, {@link dev.orchestrator.application.RequestLimiter} judges who may
 * submit, and {@link dev.orchestrator.application.QuarantineCollector} saves what nobody understood. What is done over and
 * over is a {@link dev.orchestrator.application.Repeating}.
 */
@NullMarked
package dev.orchestrator.application;

import org.jspecify.annotations.NullMarked;
