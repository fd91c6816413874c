package ringside.server.rules;

/**
 * Rules under a name, as an operator keeps them for matches to come. Immutable.
 *
 * @param name letters, digits, underscores and hyphens, {@link #MAX_NAME} at most
 */
public record RuleSet(String name, RuleRecord record) {
    static final int MAX_NAME = 64;

    static boolean isName(final String name) {
        return name.length() <= MAX_NAME && name.matches("[A-Za-z0-9_-]+");
    }

    /** Which rules these are: the set's name and the record's digest. Short enough for an event's reason. */
    public String label() {
        return name + " " + record.digest();
    }
}
