package ringside.layout;

/** Who may be shown a column of a row that the viewer sees. */
public enum Visibility {
    ALL,
    /** Viewers of the same team as the row ({@link Table#team}). */
    TEAM,
    /** The viewer whose seat owns the row ({@link Table#owner}). */
    OWNER,
    NOBODY
}
