/**
 * A durable, event-driven workflow engine. Start here.
 *
 * <pre>
 * HTTP -> adapters.in.rest -> application -> domain: decide(state, command, circumstances)
 *                                 |                    -> Accepted(state', events, effects) | Rejected
 *                                 v
 *                          journal.append(version, events)   PostgreSQL; its primary key is the lock
 *                                 v
 *                          apply effects                     Redis; one script, in several calls when it is wide
 *                                 v
 *      worker: task stream -> handler -> completion stream -> orchestrator -> decide again
 *      reaper, timers, reconciler -> commands -> decide again
 * </pre>
 *
 * <p>Arrows between packages point inward: adapters to application and ports, those to the domain. Nothing flows back up
 * but new commands. Eight classes on the way of one execution:
 *
 * <ol>
 *   <li>{@link dev.orchestrator.adapters.in.rest.SubmitResource} takes the definition,
 *   <li>{@link dev.orchestrator.domain.definition.DefinitionReader} makes a workflow of it, or names all problems,
 *   <li>{@link dev.orchestrator.application.Submissions} makes an execution of it, and commands of later requests,
 *   <li>{@link dev.orchestrator.application.CommitLoop} loads, decides and commits, many executions at a time,
 *   <li>{@link dev.orchestrator.domain.execution.Decider} holds all rules, with Flow and Revival beside it,
 *   <li>{@link dev.orchestrator.adapters.out.postgres.PostgresJournal} stores versions; of all writers one wins,
 *   <li>{@link dev.orchestrator.application.EffectRelay} carries out what was decided, once it is durable,
 *   <li>{@link dev.orchestrator.application.worker.Worker} runs handlers; what they report is decided again.
 * </ol>
 */
@NullMarked
package dev.orchestrator;

import org.jspecify.annotations.NullMarked;
