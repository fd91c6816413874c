/** Logs of latency, read: what stands in them by stage and by time, as a table for people and as one page for a browser. */
@NullMarked
package ringside.latency.report;

import org.jspecify.annotations.NullMarked;
