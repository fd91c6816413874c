package ringside.arena;

import java.util.ArrayList;
import java.util.List;
import ringside.testkit.TestMatch;
import ringside.testkit.TestPlayer;

/** Players of Arena who play the published trace, and what else happens in a round. */
final class ArenaRound {
    private final TestMatch match;
    private final ArenaTrace trace;
    private final List<TestPlayer> players = new ArrayList<>();

    ArenaRound(final TestMatch match) {
        this.match = match;
        this.trace = new ArenaTrace(match.layout());
    }

    TestPlayer join() {
        final TestPlayer player = match.join("name", "p" + players.size());
        players.add(player);
        return player;
    }

    /** Every player who has a seat and a connection plays on for so many frames. */
    ArenaRound play(final int frames) {
        for (int i = 0; i < frames && !match.isOver(); i++) {
            final int frame = match.frameNumber() + 1;
            for (int number = 0; number < players.size(); number++) {
                final TestPlayer player = players.get(number);
                if (player.isConnected()) {
                    final int as = number;
                    player.input(input -> trace.input(as, frame, input));
                }
            }
            match.frame();
        }
        return this;
    }

    /**
     * A round of ten to its end: they come one after another, talk, lose their connections, come back or do not, send
     * inputs twice and too late, and one leaves so that a bot takes the place.
     */
    static TestMatch played(final TestMatch match) {
        final ArenaRound round = new ArenaRound(match);
        round.join();
        round.play(20);
        for (int i = 1; i < 10; i++) {
            round.join();
            round.play(7);
        }
        final List<TestPlayer> players = round.players;
        players.get(0).command("taunt", "kind", 3).expectTaken();
        players.get(0).repeatLast();
        players.get(9).disconnect();
        round.play(60);
        players.get(9).resume().expectTaken();
        players.get(8).disconnect();
        players.get(7).leave();
        round.play(100);
        players.get(1).inputFor(match.frameNumber() - 20, "fire", true);
        players.get(2).inputFor(match.frameNumber(), "dash", true);
        players.get(2).repeatLast();
        round.join();
        match.restartServer();
        round.play(10);
        for (final TestPlayer player : players) {
            if (player.isSeated()) {
                player.resume().expectTaken();
            }
        }
        players.get(3).command("taunt", "kind", 1).expectTaken();
        round.play(20_000);
        return match;
    }
}
