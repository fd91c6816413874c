package ringside.engine.logic;

import org.jspecify.annotations.Nullable;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutException;
import ringside.layout.LongColumn;
import ringside.layout.RecordType;
import ringside.layout.Table;

/**
 * The tables that the engine keeps in every match state beside the game's: seats, buffered inputs, unexpired effects,
 * rules and result. Their names begin with '$' and no viewer is shown them.
 */
public final class MatchTables {
    /** Inputs that a seat may have waiting: one for each of the next frames. */
    public static final int INPUT_SLOTS = 8;

    /** Frames ahead at which an input is refused; between the slots and this it counts for the last slot. */
    public static final int TOO_EARLY_FRAMES = 32;

    /** Effects of one match that have not expired. */
    public static final int EFFECT_SLOTS = 64;

    /** {@code $effects.audience}: whoever looks. */
    public static final int TO_ALL = 0;

    /** {@code $effects.audience}: the seat in {@code target}. */
    public static final int TO_SEAT = 1;

    /** {@code $effects.audience}: whoever sees the row {@code target} of the table {@code targetTable}. */
    public static final int TO_SEERS = 2;

    /** {@code $match.status}: being stepped. */
    public static final int RUNNING = 0;

    /** {@code $match.status}: ends with the next frame. */
    public static final int ENDING = 1;

    /** {@code $match.status}: over; the state stands still. */
    public static final int ENDED = 2;

    /** {@code $match.status}: stands still until an operator lets it go on. */
    public static final int PAUSED = 3;

    /** {@code $match.status}: stands still until as many players are there as the game starts with. */
    public static final int WAITING = 4;

    static final int ANY = Integer.MIN_VALUE;

    final Table match;
    final IntColumn frame;
    final IntColumn status;
    final IntColumn end;
    final LongColumn random;
    final IntColumn nextEffect;
    final IntColumn oldestEffect;
    final IntColumn effectsLost;
    final IntColumn generationWraps;
    final IntColumn idleFrames;
    final IntColumn idleSince;

    final Table seats;
    final IntColumn player;
    final LongColumn connection;
    final BoolColumn connected;
    final LongColumn secretHigh;
    final LongColumn secretLow;
    final LongColumn previousHigh;
    final LongColumn previousLow;
    final IntColumn takenSeq;
    final IntColumn consumedSeq;
    final IntColumn commandSeq;
    final IntColumn depth;
    final IntColumn leastDepth;
    final IntColumn inputShift;
    final IntColumn missing;
    final IntColumn heldUntil;
    final IntColumn viewAge;
    final BytesColumn input;
    final BytesColumn joined;

    final Table inputs;
    final IntColumn inputSeq;
    final IntColumn inputViewFrame;
    final IntColumn inputViewPart;
    final BytesColumn inputRecord;

    final Table effects;
    final IntColumn effectFrame;
    final IntColumn effectType;
    final IntColumn effectAudience;
    final IntColumn effectTargetTable;
    final IntColumn effectTarget;
    final BytesColumn effectRecord;

    final Table rules;
    final BytesColumn rulesRecord;
    final Table result;
    final BytesColumn resultRecord;

    /** What the past of rewound columns is kept in; none when the game declared no such column. */
    final PastTables past;

    /** What a lockstep match tells other machines; null in other matches. */
    final @Nullable CallTable calls;

    /** Adds the tables to a layout whose records the game has declared. */
    MatchTables(final LayoutBuilder layout, final boolean lockstep) {
        match = layout.single("$match").hidden();
        frame = match.int32("frame", 0, Integer.MAX_VALUE);
        status = match.int8("status", RUNNING, WAITING);
        end = match.int8("end", 0, 4);
        random = match.int64("random");
        nextEffect = match.int32("nextEffect", 0, Integer.MAX_VALUE);
        oldestEffect = match.int32("oldestEffect", 0, Integer.MAX_VALUE);
        effectsLost = match.int32("effectsLost", 0, Integer.MAX_VALUE);
        generationWraps = match.int32("generationWraps", 0, Integer.MAX_VALUE);
        idleFrames = match.int32("idleFrames", 0, Integer.MAX_VALUE);
        idleSince = match.int32("idleSince", -1, Integer.MAX_VALUE);

        seats = layout.table("$seats", layout.seats()).hidden();
        player = seats.int32("player", 0, Integer.MAX_VALUE);
        connection = seats.int64("connection");
        secretHigh = seats.int64("secretHigh");
        secretLow = seats.int64("secretLow");
        previousHigh = seats.int64("previousHigh");
        previousLow = seats.int64("previousLow");
        takenSeq = seats.int32("takenSeq", 0, Integer.MAX_VALUE);
        consumedSeq = seats.int32("consumedSeq", 0, Integer.MAX_VALUE);
        commandSeq = seats.int32("commandSeq", 0, Integer.MAX_VALUE);
        heldUntil = seats.int32("heldUntil", 0, Integer.MAX_VALUE);
        viewAge = seats.int32("viewAge", 0, Integer.MAX_VALUE);
        missing = seats.int16("missing", 0, Short.MAX_VALUE);
        depth = seats.int8("depth", 0, INPUT_SLOTS);
        leastDepth = seats.int8("leastDepth", 0, INPUT_SLOTS);
        inputShift = seats.int8("inputShift", 0, TOO_EARLY_FRAMES);
        connected = seats.bool("connected");
        input = record(seats, "input", layout.input());
        joined = record(seats, "joined", layout.join());

        inputs = layout.table("$inputs", layout.seats() * INPUT_SLOTS).hidden();
        inputSeq = inputs.int32("seq", 0, Integer.MAX_VALUE);
        inputViewFrame = inputs.int32("viewFrame", ANY, Integer.MAX_VALUE);
        inputViewPart = inputs.int16("viewPart", 0, 0xFF);
        inputRecord = record(inputs, "record", layout.input());

        effects = layout.table("$effects", EFFECT_SLOTS).hidden();
        effectFrame = effects.int32("frame", 0, Integer.MAX_VALUE);
        effectTarget = effects.int32("target", ANY, Integer.MAX_VALUE);
        effectType = effects.int16("type", 0, 255);
        effectTargetTable = effects.int16("targetTable", 0, Short.MAX_VALUE);
        effectAudience = effects.int8("audience", TO_ALL, TO_SEERS);
        int longest = 1;
        for (final RecordType effect : layout.effects()) {
            longest = Math.max(longest, effect.lengthBytes());
        }
        effectRecord = effects.bytes("record", longest);

        rules = layout.single("$rules").hidden();
        rulesRecord = record(rules, "record", layout.rules());
        result = layout.single("$result").hidden();
        resultRecord = record(result, "record", layout.result());
        past = new PastTables(layout);
        calls = lockstep ? new CallTable(layout) : null;
        if (lockstep && !past.isEmpty()) {
            throw new LayoutException(layout.game() + ": is played in lockstep and has rewound columns; in lockstep"
                    + " nobody sees the past, so declare one or the other");
        }
    }

    private static BytesColumn record(final Table table, final String name, final RecordType type) {
        return table.bytes(name, Math.max(1, type.lengthBytes()));
    }
}
