package ringside.perf.scale;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/** The longest collection since {@link #forget}. */
final class GcPauses implements NotificationListener, AutoCloseable {
    private final AtomicLong maxMs = new AtomicLong();

    GcPauses() {
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener(this, null, null);
        }
    }

    @Override
    public void handleNotification(final javax.management.Notification notification, final @Nullable Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            final GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
            maxMs.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
        }
    }

    void forget() {
        maxMs.set(0);
    }

    long maxNs() {
        return maxMs.get() * 1_000_000;
    }

    @Override
    public void close() {
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                ((NotificationEmitter) collector).removeNotificationListener(this);
            } catch (final ListenerNotFoundException e) {
                throw new IllegalStateException("this listener was added to every collector", e);
            }
        }
    }
}
