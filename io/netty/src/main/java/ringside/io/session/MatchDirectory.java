package ringside.io.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;

/** The matches that can be joined, by number. Written by the engine's thread, read by all event loops. */
public final class MatchDirectory {
    private final ConcurrentSkipListMap<Integer, HostedMatch> matches = new ConcurrentSkipListMap<>();
    private volatile IntFunction<ViewLog> viewLogs = match -> ViewLog.NONE;
    private final Map<Long, HostedGame> games = new ConcurrentHashMap<>();

    /** Says where it is noted what views are made of, by the numbers of matches. Before anybody is shown one. */
    public void logViews(final IntFunction<ViewLog> byMatch) {
        viewLogs = byMatch;
        matches.values().forEach(match -> match.viewLog(byMatch.apply(match.id())));
    }

    /** Prepares a game, so that nothing of it is left to be found wrong later. At start-up, for each game type. */
    public HostedGame host(final GameType type) {
        return games.computeIfAbsent(type.layout().hash(), hash -> new HostedGame(type));
    }

    /** Adds a match that came to be, or was restored. Allocates. */
    public void add(final MatchSlot slot) {
        add(new HostedMatch(slot.id(), host(slot.type()), slot.snapshots()));
    }

    public void add(final HostedMatch match) {
        match.viewLog(viewLogs.apply(match.id()));
        matches.put(match.id(), match);
    }

    public void remove(final int match) {
        matches.remove(match);
    }

    public @Nullable HostedMatch find(final int match) {
        return matches.get(match);
    }

    /** True when a match of that game could exist. */
    boolean hosts(final String game) {
        return games.values().stream().anyMatch(hosted -> hosted.layout().game().equals(game));
    }

    /**
     * A running match of that game (empty: of any) with a free seat, the newest first, or null. One in lockstep only for who
     * can compute it, or where there is no other, so that the refusal names the reason.
     */
    @Nullable
    HostedMatch findOpen(final String game, final boolean lockstep) {
        HostedMatch last = null;
        for (final HostedMatch match : matches.descendingMap().values()) {
            if ((game.isEmpty() || match.layout().game().equals(game)) && match.isOpen()) {
                if (lockstep || !match.game().type().isLockstep()) {
                    return match;
                }
                last = match;
            }
        }
        return last;
    }

    /** True when a match of that game (empty: of any) runs, full or not. */
    boolean hasRunning(final String game) {
        return findWatchable(game) != null;
    }

    /**
     * The newest match of that game (empty: of any) that runs, full or not; or null. One in lockstep, which nobody can only
     * watch, where there is no other, so that the refusal names the reason.
     */
    @Nullable
    HostedMatch findWatchable(final String game) {
        HostedMatch last = null;
        for (final HostedMatch match : matches.descendingMap().values()) {
            if ((game.isEmpty() || match.layout().game().equals(game)) && !match.isOver()) {
                if (!match.game().type().isLockstep()) {
                    return match;
                }
                last = last == null ? match : last;
            }
        }
        return last;
    }
}
