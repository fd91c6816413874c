package ringside.layout;

/** What a {@link RecordType} describes. */
public enum RecordKind {
    INPUT,
    COMMAND,
    EFFECT,
    JOIN,
    RULES,
    RESULT
}
