package ringside.journal;

/**
 * Who opens a journal for writing, and with what.
 *
 * @param serverId the server that the data directory belongs to
 * @param writerId a random number that tells this opening from every other
 * @param identityJson what must be known to replay, as JSON that the journal stores and does not read: game, layout, rules,
 *     logicVersion, format version, engine settings
 */
public record Reign(ServerId serverId, long writerId, String identityJson) {}
