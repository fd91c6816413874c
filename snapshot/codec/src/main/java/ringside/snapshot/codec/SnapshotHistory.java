package ringside.snapshot.codec;

import org.agrona.DirectBuffer;

/**
 * The recent snapshots of one match, by frame. Shared by the encoders of all its viewers, which read and never write.
 *
 * <p>A frame that was once there may go, but must not come back with other content under the same encoder.
 */
public interface SnapshotHistory {
    boolean has(int frame);

    /** The block of that frame, from index 0; only valid while {@link #has} it is true. */
    DirectBuffer at(int frame);
}
