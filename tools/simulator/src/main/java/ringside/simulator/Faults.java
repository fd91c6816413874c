package ringside.simulator;

import ringside.journal.Durability;

/**
 * What goes wrong in one run: each seed draws its own. A number of 0 says that it does not happen.
 *
 * @param durability when the server shows something
 * @param isSplit whether journal and logic take turns in any order
 * @param ringBlocks of the engine's ring
 * @param batchEvents of a journal record at most
 * @param tornBytes what the disk writes whole or not at all
 * @param crashEveryMs the mean time between two deaths of the server at any moment
 * @param crashOneInOperations the server dies within an operation of its disk, once in so many
 * @param powerPercent of deaths that take the machine's power with them
 * @param slowDiskMs how long a sync takes at most
 * @param syncErrorOneIn a sync fails, once in so many
 * @param isDiskSmall whether the disk fills up
 * @param flips bits that change on the disk while the server is down
 * @param freezeEveryMs the mean time between two standstills of the process
 * @param clockJumps whether the wall clock jumps
 * @param clients honest ones
 * @param hostile clients that send whatever they like
 * @param delayMs the way of a message
 * @param jitterMs what may be added
 * @param lossPercent of messages that may be lost; of others so many are late by a fifth of a second
 * @param duplicatePercent of messages that may be lost
 * @param cutEveryMs the mean time between two breaks of connections
 * @param blockEveryMs the mean time between two stretches in which one direction passes nothing
 * @param bytesPerSecond of one connection, downwards; 0 for as many as there are
 * @param isAsleep whether clients do not read for a while
 * @param checkpointTicks frames between two checkpoints
 */
public record Faults(
        Durability durability,
        boolean isSplit,
        int ringBlocks,
        int batchEvents,
        int tornBytes,
        int crashEveryMs,
        int crashOneInOperations,
        int powerPercent,
        int slowDiskMs,
        int syncErrorOneIn,
        boolean isDiskSmall,
        int flips,
        int freezeEveryMs,
        boolean clockJumps,
        int clients,
        int hostile,
        int delayMs,
        int jitterMs,
        int lossPercent,
        int duplicatePercent,
        int cutEveryMs,
        int blockEveryMs,
        int bytesPerSecond,
        boolean isAsleep,
        int checkpointTicks) {
    /** What a seed draws. */
    static Faults of(final Chance chance) {
        return new Faults(
                chance.percent(70) ? Durability.SYNCED : Durability.MAPPED,
                chance.percent(50),
                chance.of(64, 128, 512, 2048),
                chance.of(1, 4, 16, 64),
                chance.of(8, 512, 512, 4096, 4096, 4096),
                chance.percent(60) ? chance.between(700, 4000) : 0,
                chance.percent(40) ? chance.of(100, 300, 1000) : 0,
                chance.percent(60) ? chance.of(30, 100) : 0,
                chance.percent(40) ? chance.of(2, 20, 200) : 0,
                chance.percent(10) ? chance.of(50, 300) : 0,
                chance.percent(8),
                chance.percent(12) ? chance.of(1, 1, 3) : 0,
                chance.percent(20) ? chance.between(1000, 3000) : 0,
                chance.percent(25),
                chance.between(1, 4),
                chance.percent(20) ? 1 : 0,
                chance.of(0, 1, 10, 50),
                chance.of(0, 2, 20, 80),
                chance.percent(50) ? chance.of(1, 5, 20) : 0,
                chance.percent(30) ? chance.of(1, 10) : 0,
                chance.percent(40) ? chance.between(400, 3000) : 0,
                chance.percent(25) ? chance.between(500, 3000) : 0,
                chance.percent(15) ? chance.of(2_000, 20_000) : 0,
                chance.percent(25),
                chance.of(10, 30, 100));
    }

    /** Whether what was safe may be gone, or be found damaged: then a start may be refused by name. */
    boolean mayDamage() {
        return flips > 0;
    }

    /** Whether the server may stop because of its disk. */
    boolean mayFailDisk() {
        return syncErrorOneIn > 0 || isDiskSmall;
    }

    /** The same server in a world where nothing goes wrong. */
    Faults calm() {
        return new Faults(
                durability,
                isSplit,
                ringBlocks,
                batchEvents,
                tornBytes,
                0,
                0,
                0,
                0,
                0,
                false,
                0,
                0,
                false,
                clients,
                0,
                delayMs,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                checkpointTicks);
    }
}
