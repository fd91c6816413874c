package ringside.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import ringside.bots.RandomInputs;
import ringside.faults.Account;
import ringside.faults.Account.Acknowledged;
import ringside.faults.Account.Effect;
import ringside.faults.Account.Heard;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientView;
import ringside.io.client.ConsumedInput;
import ringside.io.client.GameClient;
import ringside.io.client.JoinRequest;
import ringside.io.client.ReconnectPolicy;
import ringside.io.client.SessionEnd;
import ringside.io.client.SessionListener;
import ringside.layout.EffectClass;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Players who write down all that they are told. They come back for as long as it takes. */
final class SwarmPlayers implements AutoCloseable {
    private static final int PATIENCE_MS = 120_000;
    private static final int MATCH = 1;

    private final ClientLoops loops = new ClientLoops(1);
    private final List<GameClient> clients = new ArrayList<>();
    private final List<Player> players = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private boolean isOver;

    /** Begins to play at whichever of these addresses takes them. */
    SwarmPlayers(final int many, final long seed, final String urls) {
        for (int i = 0; i < many; i++) {
            final Player player = new Player(i, seed + i);
            players.add(player);
            final ClientSettings settings = ClientSettings.of(urls)
                    .withJoin(JoinRequest.ANY.withMatch(MATCH))
                    .withReconnect(ReconnectPolicy.DEFAULT.givingUpAfterMs(PATIENCE_MS));
            final GameClient client = new GameClient(loops.next(), settings, player);
            clients.add(client);
            client.join();
        }
    }

    /** A seat that a client had, and what it was shown there. */
    static final class Stay {
        final int client;
        final int player;
        final int seat;
        final List<Effect> sures = new ArrayList<>();
        int firstFrame = Integer.MAX_VALUE;
        int lastFrame = -1;

        Stay(final int client, final int player, final int seat) {
            this.client = client;
            this.player = player;
            this.seat = seat;
        }

        Account.Sures with(final List<Effect> expected) {
            return new Account.Sures(client, sures, expected, firstFrame, lastFrame);
        }
    }

    /** One of them; its client's thread calls it. */
    private final class Player implements SessionListener {
        private final int number;
        private final long seed;
        private final Map<Integer, Stay> stays = new TreeMap<>();
        private RandomInputs inputs;
        private long epoch = -1;

        Player(final int number, final long seed) {
            this.number = number;
            this.seed = seed;
        }

        private Stay stay(final ClientView view) {
            return stays.computeIfAbsent(view.player(), player -> new Stay(number, player, view.seat()));
        }

        @Override
        public void viewed(final ClientSession session, final ClientView view) {
            synchronized (SwarmPlayers.this) {
                final Stay stay = stay(view);
                stay.firstFrame = Math.min(stay.firstFrame, view.frame());
                stay.lastFrame = Math.max(stay.lastFrame, view.frame());
                if (view.epoch() != epoch) {
                    epoch = view.epoch();
                    heard.add(new Heard(number, epoch));
                }
            }
        }

        @Override
        public void effect(
                final ClientSession session,
                final int frame,
                final RecordType type,
                final DirectBuffer record,
                final int offset) {
            final ClientView view = session.view();
            if (type.effectClass() == EffectClass.SURE && view != null) {
                synchronized (SwarmPlayers.this) {
                    stay(view).sures.add(new Effect(frame, type.name()));
                }
            }
        }

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            final ClientView view = session.view();
            if (view == null) {
                return false;
            }
            if (inputs == null) {
                inputs = new RandomInputs(view.layout(), seed);
            }
            inputs.input(number, targetFrame, input);
            return true;
        }

        @Override
        public void inputConsumed(final ClientSession session, final ConsumedInput input) {
            final ClientView view = session.view();
            if (view != null) {
                synchronized (SwarmPlayers.this) {
                    acknowledged.add(
                            new Acknowledged(number, view.match(), view.player(), input.inputSeq(), view.epoch()));
                }
                count.incrementAndGet();
            }
        }

        @Override
        public void ended(final ClientSession session, final SessionEnd end) {
            synchronized (SwarmPlayers.this) {
                ends.add("client " + number + ": " + end);
            }
        }
    }

    /** Waits until they were told of so many further inputs: then they play. */
    void awaitMore(final int inputs, final String when) throws InterruptedException {
        final int wanted = count.get() + inputs;
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (count.get() < wanted) {
            if (System.nanoTime() - endNs > 0 || !ends().isEmpty()) {
                throw new AssertionError(when + ": only " + (count.get() - wanted + inputs) + " of " + inputs
                        + " inputs were acknowledged; " + ends());
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Sessions that ended by themselves. */
    synchronized List<String> ends() {
        return List.copyOf(ends);
    }

    synchronized List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<Heard> heard() {
        return List.copyOf(heard);
    }

    synchronized List<Stay> stays() {
        final List<Stay> all = new ArrayList<>();
        players.forEach(player -> all.addAll(player.stays.values()));
        return all;
    }

    /** From now on no word reaches them, or comes from them. */
    void end() {
        if (!isOver) {
            isOver = true;
            clients.forEach(GameClient::close);
            loops.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
