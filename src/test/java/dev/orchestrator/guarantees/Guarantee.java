package dev.orchestrator.guarantees;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names promises of docs/guarantees.md: this test fails if one of them is broken. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Guarantee {
    String[] value();
}
