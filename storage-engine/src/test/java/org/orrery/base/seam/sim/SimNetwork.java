package org.orrery.base.seam.sim;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.orrery.base.seam.Network;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;

/**
 * A network in one process: messages take a random time (so they overtake each other), get lost,
 * and do not cross a cut. Each node uses its own view from {@link #node}.
 */
public final class SimNetwork {

  /** One direction of a link. */
  private record Link(String from, String to) {}

  private final Scheduler scheduler;
  private final Rng rng;
  private final Map<String, Network.Receiver> receivers = new TreeMap<>();
  private final Set<Link> cuts = new HashSet<>();
  private int lossPercent;
  private long delayNanosMax = 1_000_000;

  public SimNetwork(Scheduler scheduler, Rng rng) {
    this.scheduler = scheduler;
    this.rng = rng;
  }

  /** Loses so many of a hundred messages. */
  public synchronized void setLossPercent(int percent) {
    lossPercent = percent;
  }

  /** Delivers after up to so long. */
  public synchronized void setDelayNanosMax(long nanos) {
    delayNanosMax = nanos;
  }

  /** Stops messages in one direction. */
  public synchronized void cut(String from, String to) {
    cuts.add(new Link(from, to));
  }

  /** Undoes all cuts. */
  public synchronized void heal() {
    cuts.clear();
  }

  /** The network as the node named {@code self} sees it. */
  public Network node(String self) {
    return new Network() {
      @Override
      public void send(String peer, byte[] message) {
        transmit(self, peer, message.clone());
      }

      @Override
      public Listening listen(String name, Receiver receiver) {
        return register(name, receiver);
      }
    };
  }

  private synchronized Network.Listening register(String name, Network.Receiver receiver) {
    receivers.put(name, receiver);
    return () -> {
      synchronized (SimNetwork.this) {
        receivers.remove(name, receiver);
      }
    };
  }

  private synchronized void transmit(String from, String to, byte[] message) {
    if (rng.nextInt(100) < lossPercent) {
      return;
    }
    long delay = Math.floorMod(rng.nextLong(), delayNanosMax + 1);
    scheduler.after(delay, "message", () -> deliver(from, to, message));
  }

  private void deliver(String from, String to, byte[] message) {
    Network.Receiver receiver;
    synchronized (this) {
      receiver = cuts.contains(new Link(from, to)) ? null : receivers.get(to);
    }
    if (receiver != null) {
      receiver.onMessage(from, message);
    }
  }
}
