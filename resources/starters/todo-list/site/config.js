window.RUN402 = { api: "__RUN402_API__", anonKey: "__RUN402_ANON_KEY__" };
