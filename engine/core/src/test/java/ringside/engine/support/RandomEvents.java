package ringside.engine.support;

import java.util.SplittableRandom;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.layout.RecordType;

/**
 * Events of all types in random order: mostly such as honest clients cause, some of them nonsense that a correct edge
 * would still admit, and a few that it would not.
 */
public final class RandomEvents {
    private static final Brawl.Trap[] TRAPS = {
        Brawl.Trap.JOINED,
        Brawl.Trap.RESUMED,
        Brawl.Trap.DISCONNECTED,
        Brawl.Trap.LEFT,
        Brawl.Trap.COMMAND,
        Brawl.Trap.STEP,
        Brawl.Trap.ENDED,
        Brawl.Trap.STALE_ROW,
        Brawl.Trap.FINISH
    };

    private final TestEngine engine;
    private final SplittableRandom random;
    private int nextMatch = 1;
    private int inputs;
    private int joins;

    /** Events for that engine, which also says how far its matches are. */
    public RandomEvents(final TestEngine engine, final SplittableRandom random) {
        this.engine = engine;
        this.random = random;
    }

    /** Applies the next event to the engine. */
    public void next() {
        final Events events = engine.events;
        final int match = match();
        final int player = player();
        final int kind = random.nextInt(100);
        final Event event;
        if (kind < 30) {
            event = random.nextInt(10) == 0 ? events.frame(random.nextInt(100), random.nextBoolean()) : events.frame();
        } else if (kind < 65) {
            event = input(match, player);
        } else if (kind < 80) {
            event = command(match, player);
        } else if (kind < 88) {
            event = join(match);
        } else if (kind < 92) {
            event = events.resume(match, player, connection(), random.nextInt(4), random.nextInt(4));
        } else if (kind < 95) {
            event = events.disconnect(match, player, connection());
        } else if (kind < 97) {
            event = events.leave(match, player, connection());
        } else if (kind < 98) {
            event = create();
        } else if (kind < 99) {
            event = operator(match, player);
        } else {
            event = random.nextInt(3) == 0
                    ? events.end(match)
                    : open(
                            random.nextInt(3) == 0
                                    ? random.nextLong()
                                    : engine.memory.state().epoch() + 1);
        }
        engine.apply(event);
    }

    /** The server was started again, or another one took over. */
    private Event open(final long epoch) {
        return random.nextBoolean()
                ? engine.events.open(epoch)
                : engine.events.takeOver(epoch, random.nextLong(Long.MAX_VALUE));
    }

    /** Someone acts from outside; 0 asks for no answer. */
    private Event operator(final int match, final int player) {
        final Events events = engine.events;
        if (random.nextInt(3) == 0) {
            return events.bookmark(
                    match, random.nextBoolean() ? player : 0, random.nextInt(), random.nextInt(-2, 9_000));
        }
        final Event event = switch (random.nextInt(6)) {
            case 0 -> events.operator(EventType.PAUSE, match, 0);
            case 1, 2 -> events.operator(EventType.CONTINUE, match, 0);
            case 3 -> events.operator(EventType.KICK, match, player);
            case 4 -> events.rules(match, 1 + random.nextInt(100));
            default -> events.delivered(random.nextBoolean() ? match : random.nextInt(nextMatch));
        };
        return event.type() == EventType.DELIVERED ? event : event.inputSeq(random.nextInt(3));
    }

    private Event create() {
        final int match = random.nextInt(5) == 0 ? random.nextInt() : nextMatch++;
        return engine.events.create(
                match,
                random.nextLong(),
                random.nextInt(8) == 0 ? Brawl.Trap.CREATED : Brawl.Trap.NONE,
                random.nextInt(10) == 0 ? random.nextInt(60) : 0);
    }

    /** Mostly one of the newest matches. */
    private int match() {
        return random.nextInt(40) == 0 ? random.nextInt() : Math.max(1, nextMatch - 1 - random.nextInt(4));
    }

    private int player() {
        return random.nextInt(40) == 0 ? random.nextInt() : 1 + random.nextInt(random.nextInt(3) == 0 ? 12 : 4);
    }

    private long connection() {
        return random.nextInt(40) == 0 ? random.nextLong() : 1 + random.nextInt(3);
    }

    /** Mostly without a token; tokens expire sooner or later, and some come again after that. */
    private Event join(final int match) {
        final long token = random.nextInt(2) * random.nextLong(40);
        final Event event = engine.events.join(match, connection(), token, random.nextInt(4));
        joins++;
        return token == 0
                ? event
                : JoinPayload.writeTokenLife(event, 100 + joins / 10 - token % 20, (int) token + joins % 20);
    }

    private Event input(final int match, final int player) {
        final var slot = engine.memory.find(match);
        final int frame = slot == null ? 0 : slot.frame();
        final boolean absurd = random.nextInt(60) == 0;
        final int seq = absurd ? random.nextInt() : ++inputs - random.nextInt(3);
        final int target = absurd ? random.nextInt() : frame - 3 + random.nextInt(13);
        final Event event = engine.events.input(
                match, player, seq, target, random.nextInt(-100, 101), random.nextBoolean(), random.nextInt(4));
        final int sent = absurd ? random.nextInt() : frame - random.nextInt(3);
        InputPayload.writeSeen(
                event,
                random.nextInt(9) == 0 ? random.nextInt() : sent - random.nextInt(20),
                sent,
                random.nextInt(0x10000),
                random.nextInt(absurd ? 0x10000 : 20));
        if (random.nextInt(200) == 0) {
            // A value outside its range, which the edge would have refused.
            final RecordType input = engine.type.layout().input();
            for (int i = 0; i < input.lengthBytes(); i++) {
                event.buffer().putByte(InputPayload.RECORD_OFFSET + i, (byte) random.nextInt());
            }
        }
        return InputPayload.writeSeen(event, random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
    }

    private Event command(final int match, final int player) {
        final Events events = engine.events;
        final int seq = 1 + random.nextInt(random.nextInt(3) == 0 ? 20 : 3);
        return switch (random.nextInt(24)) {
            case 0, 10, 11 -> events.arm(match, player, seq, TRAPS[random.nextInt(TRAPS.length)]);
            case 1 -> events.narrow(match, player, seq, 1);
            case 2 ->
                random.nextInt(3) == 0
                        ? events.plain(match, player, seq, engine.game.quit)
                        : events.burst(match, player, seq, random.nextInt(100));
            case 3, 4 -> events.plain(match, player, seq, engine.game.beg);
            case 5, 6, 7 -> events.whisper(match, player, seq, random.nextInt(-1, 5));
            case 8, 9 -> events.burst(match, player, seq, random.nextInt(4));
            default -> events.say(match, player, seq, random.nextInt());
        };
    }
}
