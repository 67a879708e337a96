// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <thread>

namespace run402::sandbox {

class App;

/// Wallet that owns the starter projects. Nobody has its key.
inline constexpr const char* kStarterWallet = "0x0000000000000000000000000000000000000402";

/// Fills the marketplace with the built-in starters in a thread of its own:
/// installs new and changed ones, clears away what an interrupted run left
/// and what is no longer built in. Failures are logged; the next start tries
/// again. Owner: the server; ends before the database does.
class StarterSeeder
{
public:
    explicit StarterSeeder(App& app) : m_app(app) {}
    ~StarterSeeder() { stop(); }

    void start();
    void stop(); ///< waits for the step that runs

private:
    void run();

    App& m_app;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace run402::sandbox
