package dev.slipway.deploy;

/** Holds the reports that tests use to what those on disk do. */
class FakeReportsTest extends ReportsContract {
    private final FakeReports reports = new FakeReports();

    @Override
    protected Reports reports() {
        return reports;
    }
}
