package dev.orchestrator.domain.definition;

/**
 * A place in a rendered config where a secret goes. The text itself does not hold it: only a worker knows secrets, and
 * puts them in before the handler is called. What merely looks like a reference to a secret is no such place.
 *
 * @param at the position in the config's JSON text, inside the quotes of a string
 * @param name of the secret
 */
public record SecretSlot(int at, String name) {}
