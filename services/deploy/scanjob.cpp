// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/scanjob.h"

#include "services/worker.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace run402 {

namespace {

Result<ScanReport> runScan(const ScanRequest& request, const std::shared_ptr<ScanControl>& control)
{
    Result<ScanResult> result = request.ready ? Result<ScanResult>(*request.ready)
                                              : scanSource(request.path, request.mode, request.limits, *control);
    if (!result.ok())
        return result.error();
    ScanReport report;
    report.checks = checkSite(*result, request.context, request.limits, *control);
    report.hasBase = request.live.has_value();
    report.changes = diffFiles(result->spec.files, request.live.value_or(QHash<QString, QByteArray>()), request.liveSizes);
    report.result = std::move(*result);
    if (control->cancelled)
        return Problem::cancelled();
    return report;
}

} // namespace

Scanner::~Scanner()
{
    if (m_control)
        m_control->cancelled = true;
}

Call<ScanReport>* Scanner::scan(const ScanRequest& request)
{
    if (m_control)
        m_control->cancelled = true;
    auto control = std::make_shared<ScanControl>();
    m_control = control;
    control->progress = [guard = QPointer(this), clock = QElapsedTimer()](int files, qint64 bytes) mutable {
        if (clock.isValid() && clock.elapsed() < 50)
            return;
        clock.start();
        // Queued: the scanner lives on the GUI thread and may be gone when this arrives.
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, files, bytes] {
            if (guard)
                Q_EMIT guard->progressed(files, bytes);
        }, Qt::QueuedConnection);
    };
    auto* call = new Call<ScanReport>(this);
    call->setCancelHook([control] { control->cancelled = true; });
    onWorker(call, [request, control] { return runScan(request, control); },
             [call](const Result<ScanReport>& found) { call->resolve(found); });
    return call;
}

} // namespace run402
