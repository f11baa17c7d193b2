package dev.orchestrator.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Simulates seeds on all cores, one seed at a time on each, and keeps the histories of those that fail. */
public final class Simulate {
    private static final int MOST_FAILURES = 100;

    private final long end;
    private final long deadline;
    private final Path folder;
    private final AtomicLong next;
    private final AtomicLong ran = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();

    private Simulate(long from, long seeds, long minutes, Path folder) {
        this.next = new AtomicLong(from);
        this.end = from + seeds;
        this.deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        this.folder = folder;
    }

    /** Arguments: the first seed, how many, for how many minutes at most, on how many threads, the folder of histories. */
    public static void main(String[] args) throws InterruptedException {
        Simulate all = new Simulate(
                Long.parseLong(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]), Path.of(args[4]));
        System.exit(all.run(Integer.parseInt(args[3])) ? 0 : 1);
    }

    private boolean run(int threads) throws InterruptedException {
        long start = System.nanoTime();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            workers.execute(this::work);
        }
        workers.shutdown();
        while (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
            tell(start);
        }
        tell(start);
        return failed.get() == 0;
    }

    private void tell(long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d seeds in %.0f s, %.1f a second, %d failed%n",
                ran.get(), seconds, ran.get() / seconds, failed.get());
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < end && goesOn(); seed = next.getAndIncrement()) {
            try {
                new Simulation(seed).run();
            } catch (SeedFailed failure) {
                failed.incrementAndGet();
                keep(seed, failure);
            }
            ran.incrementAndGet();
        }
    }

    private boolean goesOn() {
        return System.nanoTime() < deadline && failed.get() < MOST_FAILURES;
    }

    private synchronized void keep(long seed, SeedFailed failure) {
        System.out.println(failure.getMessage());
        Path file = folder.resolve("seed-" + seed + ".txt");
        try {
            Files.createDirectories(folder);
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                writer.println(failure.getMessage());
                writer.println(failure.history());
                failure.printStackTrace(writer);
            }
            System.out.println("  its history: " + file);
        } catch (IOException unwritable) {
            System.out.println("  its history could not be written (" + unwritable + "):\n" + failure.history());
        }
    }
}
