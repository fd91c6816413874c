package ringside.replay.page;

/** Knows which views players had acknowledged: from a log of views, which is no part of a match file. Safe for many threads. */
@FunctionalInterface
public interface Acknowledged {
    /** Nobody knows. */
    Acknowledged UNKNOWN = (player, sentFrame) -> -1;

    /** The newest frame that a player had acknowledged before a view newer than that frame was sent; -1 where it is not known. */
    int before(int player, int sentFrame);
}
