package dev.slipway.git;

import dev.slipway.ssh.HostKeys;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Tells JGit which keys of its server are believed. */
record KnownServer(HostKeys keys) implements ServerKeyDatabase {
    /** JGit asks the server for a key of a kind that is among these, if it has one. */
    @Override
    public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration unused) {
        return keys.believed();
    }

    @Override
    public boolean accept(
            String address, InetSocketAddress remote, PublicKey key, Configuration unused, CredentialsProvider nobody) {
        return keys.accepts(key);
    }
}
