package ringside.perf.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import ringside.perf.RunFailedException;

/** Handing events over without keeping them: the ring, and what most programs would use in its place. */
final class UnjournalledRounds {
    private UnjournalledRounds() {}

    static Round ring(final PipelineSettings settings) {
        final TrivialLogic logic = new TrivialLogic(settings.eventsPerRound());
        final long elapsedNs;
        try (RingStage stage = new RingStage(settings.graph(), batch -> batch.applyTo(logic))) {
            elapsedNs = Producers.run(settings, stage::offerAll, logic.done(), stage::isDead);
        }
        logic.requireComplete(PipelineSettings.PRODUCERS);
        return new Round(settings.eventsPerRound(), elapsedNs, 0);
    }

    /** An {@link ArrayBlockingQueue} with a fresh object of 48 bytes for every event, taken one by one. */
    static Round queue(final PipelineSettings settings) {
        final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(PipelineSettings.QUEUE_CAPACITY);
        final Taking taking = new Taking(queue, settings.eventsPerRound());
        final Thread consumer = new Thread(taking, "perf-stage");
        consumer.setDaemon(true);
        consumer.start();
        final long elapsedNs = Producers.runShares(
                settings, (producer, events) -> put(queue, events), taking.done, () -> !consumer.isAlive());
        taking.requireComplete(settings.eventsPerRound() / PipelineSettings.PRODUCERS);
        return new Round(settings.eventsPerRound(), elapsedNs, 0);
    }

    private static void put(final BlockingQueue<byte[]> queue, final int events) {
        final byte[] prototype = new byte[PipelineSettings.EVENT_BYTES];
        try {
            for (int i = 0; i < events; i++) {
                final byte[] event = prototype.clone();
                event[0] = (byte) i;
                queue.put(event);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The consumer: reads one field of every event, as {@link TrivialLogic} does. */
    private static final class Taking implements Runnable {
        final CountDownLatch done = new CountDownLatch(1);
        private final BlockingQueue<byte[]> queue;
        private final int events;
        private volatile long sum;

        Taking(final BlockingQueue<byte[]> queue, final int events) {
            this.queue = queue;
            this.events = events;
        }

        @Override
        public void run() {
            long read = 0;
            try {
                for (int i = 0; i < events; i++) {
                    read += queue.take()[0];
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            sum = read;
            done.countDown();
        }

        void requireComplete(final int eventsPerProducer) {
            long expected = 0;
            for (int i = 0; i < eventsPerProducer; i++) {
                expected += (byte) i;
            }
            expected *= PipelineSettings.PRODUCERS;
            if (sum != expected) {
                throw new RunFailedException("the queue's events add up to " + sum + " instead of " + expected);
            }
        }
    }
}
