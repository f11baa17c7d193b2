/**
 * Which test would catch which known defect; the page docs/defects.md has the list.
 */
package dev.orchestrator.defects;
