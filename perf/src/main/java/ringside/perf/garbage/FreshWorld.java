package ringside.perf.garbage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Immutable objects, made anew at each change: pleasant to write, and what most programs do. */
final class FreshWorld implements World {
    private record Player(int id, int x, int y, int speedX, int speedY, int hp) {
        Player moved(final int frame) {
            final int nextX = x + speedX;
            final int nextY = y + speedY;
            return new Player(
                    id,
                    nextX & (SIDE - 1),
                    nextY & (SIDE - 1),
                    nextX < 0 || nextX >= SIDE ? -speedX : speedX,
                    nextY < 0 || nextY >= SIDE ? -speedY : speedY,
                    100 - (frame + id) % 50);
        }
    }

    private record Match(int frame, List<Player> players) {
        Match stepped(final int next) {
            final List<Player> moved = new ArrayList<>(players.size());
            for (final Player player : players) {
                moved.add(player.moved(next));
            }
            return new Match(next, moved);
        }

        ByteBuffer update() {
            final ByteBuffer out = ByteBuffer.allocate(PLAYERS * UPDATE_BYTES);
            for (final Player player : players) {
                out.putInt(player.id())
                        .putInt(player.x())
                        .putInt(player.y())
                        .putInt(player.speedX())
                        .putInt(player.speedY())
                        .putInt(player.hp());
            }
            return out;
        }
    }

    private final List<Deque<Match>> matches = new ArrayList<>();

    FreshWorld(final int count) {
        for (int match = 0; match < count; match++) {
            final List<Player> players = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                players.add(new Player(
                        i,
                        World.begin(match, i, 0),
                        World.begin(match, i, 1),
                        World.speed(match, i, 0),
                        World.speed(match, i, 1),
                        100));
            }
            final Deque<Match> states = new ArrayDeque<>();
            states.add(new Match(0, players));
            matches.add(states);
        }
    }

    @Override
    public long step(final int frame) {
        long sum = 0;
        for (final Deque<Match> states : matches) {
            final Match next = states.getLast().stepped(frame);
            states.addLast(next);
            if (states.size() > KEPT_FRAMES) {
                states.removeFirst();
            }
            final ByteBuffer update = next.update();
            sum += update.getInt(UPDATE_BYTES + 4) + update.position();
        }
        return sum;
    }
}
