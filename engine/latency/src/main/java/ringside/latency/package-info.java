/** What takes how long: recorders that cost nanoseconds, and logs that every tool for HdrHistogram reads. */
@NullMarked
package ringside.latency;

import org.jspecify.annotations.NullMarked;
