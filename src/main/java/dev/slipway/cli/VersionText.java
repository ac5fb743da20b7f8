package dev.slipway.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; apart from {@link Version}, which every client of an agent asks, and which needs no picocli. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"slipway " + Version.number() + " (Java " + Runtime.version() + ")"};
    }
}
