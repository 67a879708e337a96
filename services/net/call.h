// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

namespace run402 {

/// Untyped half of Call<T>; see there.
class CallBase : public QObject
{
    Q_OBJECT
public:
    ~CallBase() override;

    bool isSettled() const { return m_settled; }

    /// Stops the work and resolves with "cancelled". Idempotent, harmless after
    /// the call has settled. A call whose effect has already left this computer
    /// decides itself, in its cancel hook, what is recorded.
    void cancel();

    /// Cancels when `context` dies.
    CallBase& cancelWith(QObject* context);

    /// Producer side: what cancel() does to the running work. Replaces the former hook.
    void setCancelHook(std::function<void()> hook) { m_cancelHook = std::move(hook); }

Q_SIGNALS:
    /// Emitted once, from the event loop, never from inside the call that made this object.
    void settled();
    /// Bytes moved so far: sent, or received by a download; total is -1 when unknown.
    void progressed(qint64 done, qint64 total);

protected:
    explicit CallBase(QObject* owner);
    void settle();
    virtual void resolveCancelled() = 0;

private:
    bool m_settled = false;
    std::function<void()> m_cancelHook;
};

/// A running asynchronous operation with exactly one outcome.
///
/// Owner: the service that made it (QObject parent); deletes itself after its
/// outcome was delivered, so attach observers at once and keep no bare pointer.
/// Thread: GUI thread. The outcome is delivered exactly once and always queued,
/// to any number of observers; an observer whose context died is not called.
template <typename T>
class Call final : public CallBase
{
public:
    using Observer = std::function<void(const Result<T>&)>;

    explicit Call(QObject* owner) : CallBase(owner) {}

    /// An already known outcome, still delivered queued.
    static Call* ready(QObject* owner, Result<T> outcome)
    {
        auto* call = new Call(owner);
        call->resolve(std::move(outcome));
        return call;
    }

    Call& onDone(QObject* context, Observer observer)
    {
        connect(this, &CallBase::settled, context,
                [this, observer = std::move(observer)] { observer(*m_outcome); });
        return *this;
    }

    /// Producer side: the first outcome wins, later ones are dropped.
    void resolve(Result<T> outcome)
    {
        if (isSettled())
            return;
        m_outcome.emplace(std::move(outcome));
        settle();
    }

    /// Producer side: the outcome once isSettled(), before it was delivered; else nullptr.
    const Result<T>* outcome() const { return m_outcome ? &*m_outcome : nullptr; }

protected:
    void resolveCancelled() override { resolve(fail(Problem::cancelled())); }

private:
    std::optional<Result<T>> m_outcome;
};

/// A call whose outcome is `map` of another one's value. Cancelling it cancels the source and resolves
/// with what the source then knows (a request that had left is not simply "cancelled"); progress is
/// passed on. `map` must tolerate running from within cancel().
template <typename T, typename F>
auto mapCall(QObject* owner, Call<T>* source, F map)
{
    using R = std::invoke_result_t<F, const T&>; // Result<U>
    using U = std::decay_t<decltype(std::declval<R>().value())>;
    auto* mapped = new Call<U>(owner);
    const auto deliver = [mapped, map = std::move(map)](const Result<T>& r) {
        if (mapped->isSettled())
            return;
        if (r.ok())
            mapped->resolve(map(r.value()));
        else
            mapped->resolve(fail(r.error()));
    };
    mapped->setCancelHook([guard = QPointer<CallBase>(source), source, deliver] {
        if (!guard)
            return;
        source->cancel();
        deliver(*source->outcome());
    });
    QObject::connect(source, &CallBase::progressed, mapped, &CallBase::progressed);
    source->onDone(mapped, deliver);
    return mapped;
}

} // namespace run402
