package ringside.io.token;

/**
 * Which tokens a server takes. Immutable.
 *
 * @param audience the name that they must be meant for
 * @param toleranceSeconds by which the clocks of issuer and server may differ
 * @param maxLifeSeconds in which they must expire: longer ones would have to be remembered for longer
 */
public record TokenPolicy(String audience, int toleranceSeconds, int maxLifeSeconds) {
    /** The default of {@code audience}. */
    public static final String AUDIENCE = "ringside";

    public TokenPolicy {
        if (audience.isEmpty() || audience.length() > ConnectToken.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "audience '" + audience + "': 1 to " + ConnectToken.MAX_TEXT + " characters are possible");
        }
        if (toleranceSeconds < 0 || toleranceSeconds > 300) {
            throw new IllegalArgumentException("toleranceSeconds " + toleranceSeconds + ": 0 to 300 are possible");
        }
        if (maxLifeSeconds < 1 || maxLifeSeconds > 86_400) {
            throw new IllegalArgumentException("maxLifeSeconds " + maxLifeSeconds + ": 1 to 86400 are possible");
        }
    }
}
