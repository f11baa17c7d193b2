/** The promises of docs/guarantees.md, each with tests that carry its name. */
package dev.orchestrator.guarantees;
