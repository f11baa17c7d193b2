package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresWorkflowsTest {
    private static final String GOLDEN = "workflow/v1/StoredDefinition.json";

    @Test
    void workflowsAreFoundAsTheyWereSubmittedAndKept() {
        try (TestPostgres postgres = new TestPostgres()) {
            PostgresJournal journal = new PostgresJournal(postgres.vertx(), postgres.pool(1), Patience.USUAL);
            Story story = Story.begin();
            UUID id = UUID.randomUUID();
            get(journal.append(new Batch(id, id, Story.AT, List.of(story.submitted()), Set.of())));
            PostgresWorkflows workflows = new PostgresWorkflows(postgres.pool(1));
            WorkflowId present = story.submission().id();
            Map<WorkflowId, Workflow> found = get(workflows.find(List.of(present, new WorkflowId(UUID.randomUUID()))));
            assertThat(found).containsOnlyKeys(present);
            assertThat(found.get(present).dag().size()).isEqualTo(2);
            postgres.run("truncate workflow");
            assertThat(get(workflows.find(List.of(present))).get(present)).isSameAs(found.get(present));
        }
    }

    @Test
    void aStoredDefinitionStaysReadable() {
        Workflow workflow = StoredDefinition.read(Golden.read(GOLDEN));
        assertThat(workflow.name()).isEqualTo("orders");
        assertThat(workflow.timeout()).isEqualTo(Story.DEFAULTS.executionTimeout());
        assertThat(workflow.dag().node(0).policy().retry()).isEqualTo(Story.DEFAULTS.retry());
        Object definition =
                Json.STORED.parse("{\"name\":\"orders\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}");
        assertThat(StoredDefinition.write(definition, Story.DEFAULTS)).isEqualTo(Golden.read(GOLDEN));
    }

    @Test
    void theCacheIsBounded() {
        WorkflowCache cache = new WorkflowCache(100);
        Workflow workflow = Story.begin().workflow();
        WorkflowId first = new WorkflowId(UUID.randomUUID());
        WorkflowId used = new WorkflowId(UUID.randomUUID());
        cache.put(used, workflow, 40);
        cache.put(first, workflow, 40);
        assertThat(cache.get(used)).isNotNull();
        cache.put(new WorkflowId(UUID.randomUUID()), workflow, 40);
        assertThat(cache.get(first)).isNull();
        assertThat(cache.get(used)).isNotNull();
    }
}
