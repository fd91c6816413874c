package ringside.perf.pipeline;

import java.nio.file.Path;

/** The ways that are compared. Each round runs all of them. */
public enum Variant {
    PIPELINE("eventsPerSecond", "ring -> journal -> logic", true) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return JournalledRound.run(settings, directory);
        }
    },
    BASELINE("baselineEventsPerSecond", "ring -> bare Chronicle queue", true) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return BareChronicleRound.run(settings, BareChronicleRound.Gathering.BY_EVENT, directory);
        }
    },
    BULK_BASELINE("bulkBaselineEventsPerSecond", "ring -> bare Chronicle queue, whole claims", true) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return BareChronicleRound.run(settings, BareChronicleRound.Gathering.BY_CLAIM, directory);
        }
    },
    RING("ringOnlyEventsPerSecond", "ring, no journal", false) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return UnjournalledRounds.ring(settings);
        }
    },
    QUEUE("queueOnlyEventsPerSecond", "ArrayBlockingQueue, no journal", false) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return UnjournalledRounds.queue(settings);
        }
    },
    SINGLE_RING("singleClaimEventsPerSecond", "ring, single claims", false) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return UnjournalledRounds.ring(settings.withSingleClaims());
        }
    },
    SINGLE_PIPELINE("singleClaimPipelineEventsPerSecond", "ring -> journal -> logic, single claims", true) {
        @Override
        public Round run(final PipelineSettings settings, final Path directory) {
            return JournalledRound.run(settings.withSingleClaims(), directory);
        }
    };

    /** Its median in JSON. */
    final String key;

    /** Its name for people. */
    final String title;

    /** Whether it keeps its events in a file. */
    final boolean writes;

    Variant(final String key, final String title, final boolean writes) {
        this.key = key;
        this.title = title;
        this.writes = writes;
    }

    /** Runs one round in an empty directory, which stays empty for those that write nothing. */
    public abstract Round run(PipelineSettings settings, Path directory);
}
