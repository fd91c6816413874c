package ringside.snapshot.checkpoint;

/**
 * What is known of one checkpoint.
 *
 * @param name of its file, without the suffix
 * @param position of the last event it follows from, -1 when it cannot be read
 * @param tick of the engine, which is the frame of its oldest match; -1 when it cannot be read
 * @param bytes of the file
 * @param problem why it cannot be used, empty when it can
 */
public record CheckpointInfo(String name, long position, int tick, long bytes, String problem) {
    public boolean ok() {
        return problem.isEmpty();
    }
}
