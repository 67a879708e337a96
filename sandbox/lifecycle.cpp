// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/lifecycle.h"

#include "sandbox/app.h"
#include "sandbox/auth/oauth.h"
#include "sandbox/routes/projects.h"

namespace run402::sandbox {

void runLeaseJob(App& app)
{
    PgRows due = [&] {
        PgLease db(app.db);
        return db.query("SELECT p.id FROM internal.projects p LEFT JOIN internal.billing_accounts b "
                        "ON b.wallet_address = p.wallet_address WHERE p.status = 'active' AND NOT p.pinned "
                        "AND (b.lease_expires_at < now() - interval '7 days' "
                        "OR greatest(p.lease_expires_at, b.lease_expires_at) < now() - interval '7 days')");
    }();
    for (int i = 0; i < due.size(); ++i) {
        const auto project = app.project(due.text(i, 0));
        if (project) {
            PgTransaction tx(app.db);
            archiveProject(app, tx, *project);
            tx.commit();
            emptyArchivedSlot(app, project->slot);
        }
    }
}

void runTimedJobs(App& app)
{
    runDemoJob(app);
    runLeaseJob(app);
    purgeOauth(app);
}

} // namespace run402::sandbox
