package dev.orchestrator.checker;

import java.util.Locale;

/** One thing that must hold of every run. Its class is named after it. */
interface Rule {
    void judge(Docket docket, Findings findings);

    /** The words of the class name. */
    default String name() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=A)(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** A rule that looks at one execution at a time. */
    interface OfOneExecution extends Rule {
        void judge(Case one, Findings.About findings);

        @Override
        default void judge(Docket docket, Findings findings) {
            docket.cases().forEach(one -> judge(one, findings.about(this, one.id())));
        }
    }
}
