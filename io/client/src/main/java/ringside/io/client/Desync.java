package ringside.io.client;

import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;

/**
 * This client computed something else than the server, and goes on from a new image of the match. Immutable.
 *
 * @param frame the first that differs
 * @param place table, row and column of the first difference, as in {@code players[3].hp}; empty when it is not known
 * @param own the value that this client computed, for people
 * @param server the value that the server computed, for people
 * @param refusal why the server did not name the difference; null when it did, or nobody asked
 * @param text one sentence for people
 */
public record Desync(
        int frame,
        String place,
        String own,
        String server,
        @Nullable RefusalReason refusal,
        String text) {

    static Desync named(final int frame, final String place, final String own, final String server) {
        return new Desync(
                frame,
                place,
                own,
                server,
                null,
                "frame " + frame + ": " + place + " is " + own + " here and " + server + " at the server");
    }

    static Desync unnamed(final int frame, final @Nullable RefusalReason refusal, final String why) {
        return new Desync(frame, "", "", "", refusal, "frame " + frame + " differs from the server's: " + why);
    }

    @Override
    public String toString() {
        return text;
    }
}
