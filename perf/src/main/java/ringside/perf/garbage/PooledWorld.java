package ringside.perf.garbage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Objects that can be changed, taken from a pool and given back: the usual cure for garbage. */
final class PooledWorld implements World {
    private static final class Player {
        private int id;
        private int x;
        private int y;
        private int speedX;
        private int speedY;
        private int hp;

        void moved(final Player from, final int frame) {
            final int nextX = from.x + from.speedX;
            final int nextY = from.y + from.speedY;
            id = from.id;
            x = nextX & (SIDE - 1);
            y = nextY & (SIDE - 1);
            speedX = nextX < 0 || nextX >= SIDE ? -from.speedX : from.speedX;
            speedY = nextY < 0 || nextY >= SIDE ? -from.speedY : from.speedY;
            hp = 100 - (frame + id) % 50;
        }
    }

    private static final class Match {
        private final Player[] players = new Player[PLAYERS];

        Match() {
            for (int i = 0; i < PLAYERS; i++) {
                players[i] = new Player();
            }
        }
    }

    private final List<Deque<Match>> matches = new ArrayList<>();
    private final Deque<Match> pool = new ArrayDeque<>();
    private final ByteBuffer update = ByteBuffer.allocate(PLAYERS * UPDATE_BYTES);

    PooledWorld(final int count) {
        for (int match = 0; match < count; match++) {
            final Match first = new Match();
            for (int i = 0; i < PLAYERS; i++) {
                final Player player = first.players[i];
                player.id = i;
                player.x = World.begin(match, i, 0);
                player.y = World.begin(match, i, 1);
                player.speedX = World.speed(match, i, 0);
                player.speedY = World.speed(match, i, 1);
            }
            final Deque<Match> states = new ArrayDeque<>(KEPT_FRAMES + 2);
            states.add(first);
            matches.add(states);
        }
    }

    @Override
    public long step(final int frame) {
        long sum = 0;
        for (int m = 0; m < matches.size(); m++) {
            final Deque<Match> states = matches.get(m);
            final Match before = states.getLast();
            final Match pooled = pool.pollLast();
            final Match next = pooled == null ? new Match() : pooled;
            for (int i = 0; i < PLAYERS; i++) {
                next.players[i].moved(before.players[i], frame);
            }
            states.addLast(next);
            if (states.size() > KEPT_FRAMES) {
                pool.addLast(states.removeFirst());
            }
            write(next);
            sum += update.getInt(UPDATE_BYTES + 4) + update.position();
        }
        return sum;
    }

    private void write(final Match match) {
        update.clear();
        for (final Player player : match.players) {
            update.putInt(player.id)
                    .putInt(player.x)
                    .putInt(player.y)
                    .putInt(player.speedX)
                    .putInt(player.speedY)
                    .putInt(player.hp);
        }
    }
}
