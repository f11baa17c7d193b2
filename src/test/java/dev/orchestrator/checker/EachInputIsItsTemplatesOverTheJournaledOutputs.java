package dev.orchestrator.checker;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Reference;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.Report;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a handler got is what its config says of the outputs that were journaled when it was dispatched.
 *
 * <p>Which outputs there were, and which config counts, is this checker's own reading. How text is put together is left to
 * the domain's Template: a second renderer would repeat its rules word by word; tests of its own hold it. Configs with
 * secrets are left out: only a worker knows those.
 */
final class EachInputIsItsTemplatesOverTheJournaledOutputs implements Rule.OfOneExecution {
    private static final int ANY_LENGTH = 16 << 20;

    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, List<Line>> starts = one.starts()
                .filter(line -> line.input() != null)
                .collect(Collectors.groupingBy(line -> new Dispatch(line.node(), line.dispatch())));
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued queued) {
                starts.getOrDefault(new Dispatch(queued.node(), queued.dispatch()), List.of())
                        .forEach(line -> judge(one, before, line, findings));
            } else if (event instanceof Event.NodeFailed failed
                    && failed.failure().code().equals("TEMPLATE_UNRESOLVED")
                    && failed.report().equals(Report.NONE)) {
                Template.Rendering rendering = render(one, before, failed.node());
                boolean missing = rendering instanceof Template.Rendering.Unresolved;
                findings.expect(missing, failed.node(), "a start, for all values are there", failed);
            }
        });
    }

    private static Template.Rendering render(Case one, Fold before, NodeId node) {
        return before.place(node).config().render(new Data(one, before), ANY_LENGTH);
    }

    private static void judge(Case one, Fold before, Line line, Findings.About findings) {
        Template config = before.place(line.node()).config();
        if (config.references().stream().anyMatch(Reference::isSecret)) {
            return;
        }
        Template.Rendering rendering = render(one, before, line.node());
        if (rendering instanceof Template.Rendering.Rendered rendered) {
            Document input = Objects.requireNonNull(line.input());
            boolean same = Trees.same(Json.STORED.parse(rendered.json()), input.tree());
            findings.expect(same, line.node(), rendered.json(), input.text());
        } else {
            findings.broken(line.node(), "no dispatch: " + rendering, line);
        }
    }
}
